@echo off
rem Adds this program to the menu of the right mouse button; nothing else leaves this folder.
chcp 936 >nul
title 发送到
if not exist "%~dp0program\python\python.exe" goto packed
"%~dp0program\python\python.exe" -m converter send-to
goto end
:packed
echo 请先把压缩包全部解压，再用解压出来的文件夹里的图标。
:end
echo.
pause
