@echo off
rem What is dropped here goes to "nianbao desk"; only cmdcmdline holds a path with an ampersand whole.
chcp 936 >nul
setlocal EnableExtensions EnableDelayedExpansion
set "NIANBAO_DROPPED=!cmdcmdline!"
setlocal DisableDelayedExpansion
title {file}
pushd "%~dp0"
if not exist "%~dp0env\installed" goto missing
"%~dp0env\Scripts\python.exe" -I -m converter desk {command} %*
goto end
:missing
echo 还没有安装。请先双击“安装”。
:end
echo.
pause
rem not exit /b: what stands behind an ampersand in a path would be run as a command
exit
