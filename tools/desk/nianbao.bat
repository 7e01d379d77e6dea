@echo off
rem The command itself, for who types it: nianbao batch 收件 -o 结果
"%~dp0program\python\python.exe" -m converter %*
