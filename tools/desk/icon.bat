@echo off
rem What is dropped here goes to "nianbao desk" in cmdcmdline, where a path with an ampersand is whole;
rem the arguments would be parsed once more, and what stands behind the ampersand be run.
chcp 936 >nul
setlocal EnableExtensions EnableDelayedExpansion
set "NIANBAO_DROPPED=!cmdcmdline!"
setlocal DisableDelayedExpansion
title {file}
if not exist "%~dp0env\installed-{edition}" goto missing
if not exist "%~dp0env\Scripts\python.exe" goto missing
pushd "%~dp0"
"%~dp0env\Scripts\python.exe" -I -m converter desk {command}
set "STATUS=%errorlevel%"
popd
rem 103: the Python of which the environment was made is not there any more
if "%STATUS%"=="103" goto missing
goto end
:missing
echo 还没有安装，或者换了新版、换了地方。请双击一次“安装”。
:end
echo.
pause
rem not exit /b: what stands behind an ampersand in a path would be run as a command
exit
