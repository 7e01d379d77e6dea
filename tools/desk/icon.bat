@echo off
rem What is dropped here goes to "nianbao desk" in cmdcmdline, where a path with an ampersand is whole;
rem the arguments would be parsed once more, and what stands behind the ampersand be run.
chcp 936 >nul
setlocal EnableExtensions EnableDelayedExpansion
set "NIANBAO_DROPPED=!cmdcmdline!"
setlocal DisableDelayedExpansion
title {file}
if not exist "%~dp0program\python\python.exe" goto packed
pushd "%~dp0"
"%~dp0program\python\python.exe" -m converter desk {command}
popd
goto end
:packed
echo 请先把压缩包全部解压，再用解压出来的文件夹里的图标。
:end
echo.
pause
rem not exit /b: what stands behind an ampersand in a path would be run as a command
exit
