@echo off
rem Finds a Python, or installs the one beside this file for this user alone, and calls install.py.
chcp 936 >nul
setlocal EnableExtensions DisableDelayedExpansion
title 安装年报程序
if not exist "%~dp0program\install.py" goto packed
call :find
if defined PYTHON goto found
pushd "%~dp0"
for %%F in (python-3*-amd64.exe) do set "SETUP=%%F"
if not defined SETUP goto none
echo 正在安装 Python，只装给您自己用，不需要管理员权限，请稍候……
"%~dp0%SETUP%" /passive InstallAllUsers=0 Include_launcher=0 Include_test=0 Include_doc=0 Shortcuts=0 AssociateFiles=0 TargetDir="%~dp0python"
call :find
if not defined PYTHON goto none
:found
%PYTHON% -I "%~dp0program\install.py"
goto end

:packed
echo 请先把压缩包全部解压，再到解压出来的文件夹里双击“安装”。
goto end

:none
echo 这台电脑上没有能用的 Python（要 64 位，3.10 到 3.13 版）。
echo 请到 python.org 下载“Windows installer (64-bit)”，如 python-3.12.10-amd64.exe，
echo 放进本文件夹，再双击“安装”。不需要管理员权限。
goto end

:find
call :try "%~dp0python\python.exe"
for %%V in (3.13 3.12 3.11 3.10) do call :try py -%%V
call :try python
exit /b

:try
if defined PYTHON exit /b
%* -I -c "import sys, venv; sys.exit(not ((3, 10) <= sys.version_info < (3, 14) and sys.maxsize > 2**32))" >nul 2>nul
if %errorlevel% equ 0 set PYTHON=%*
exit /b

:end
echo.
pause
