@echo off
rem Finds a Python, or installs the one beside this file for this user alone, and calls install.py.
chcp 936 >nul
setlocal EnableExtensions DisableDelayedExpansion
set "PYTHON="
set "SETUP="
title 安装年报程序
if not exist "%~dp0program\install.py" goto packed
call :find
if defined PYTHON goto found
pushd "%~dp0"
for %%F in ({setups}) do set "SETUP=%%F"
popd
if not defined SETUP goto none
echo 正在安装 Python，只装给您自己用，不需要管理员权限，请稍候……
"%~dp0%SETUP%" /passive InstallAllUsers=0 Include_launcher=0 Include_test=0 Include_doc=0 Shortcuts=0 AssociateFiles=0
call :find
if not defined PYTHON "%~dp0%SETUP%" /repair /passive
if not defined PYTHON call :find
if not defined PYTHON goto failed
:found
%PYTHON% -I "%~dp0program\install.py"
goto end

:packed
echo 请先把压缩包全部解压，再到解压出来的文件夹里双击“安装”。
goto end

:none
echo 这台电脑上没有能用的 Python（要 64 位，{oldest} 到 {newest} 版）。
echo 请向县里要一个 Python 安装程序，文件名像 python-3.12.10-amd64.exe
echo （python.org 上叫“Windows installer (64-bit)”），放进本文件夹，再双击“安装”。
goto end

:failed
echo Python 没有装成。请双击本文件夹里的 %SETUP%，选“Install Now”（没有的选“Repair”），装好后再双击“安装”。
goto end

rem The newest first. An installer run for one user puts Python where the last of these look.
:find
for %%V in ({versions}) do call :try py -%%V
call :try python
for %%V in ({versions}) do call :try_folder %%V
exit /b

:try_folder
set "VERSION=%1"
call :try "%LOCALAPPDATA%\Programs\Python\Python%VERSION:.=%\python.exe"
exit /b

:try
if defined PYTHON exit /b
%* -I -c "{check}" >nul 2>nul
if %errorlevel% equ 0 set PYTHON=%*
exit /b

:end
echo.
pause
