@echo off
rem The command itself, for who types it: nianbao batch 收件 -o 结果
if exist "%~dp0env\installed-{edition}" goto run
chcp 936 >nul
echo 还没有安装，或者换了新版、换了地方。请双击一次“安装”。>&2
exit /b 2
:run
"%~dp0env\Scripts\python.exe" -I -m converter %*
