"""The mail account: from command-line options and a settings file.

The password comes from an environment variable, the system's keyring or a prompt, never from a file or
an argument.
"""

import configparser
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from converter.errors import CannotSend, UnusableFile
from converter.files.kinds import read_bytes
from converter.files.output import exists
from converter.mail.messages import checked_address

PASSWORD_VARIABLE: Final = "NIANBAO_SMTP_PASSWORD"  # noqa: S105 (a name, not a password)
_KEYRING_SERVICE: Final = "nianbao"
ENCRYPTED_PORT: Final = 465
"""The usual port of implicit TLS."""
_LARGEST_PORT: Final = 65535
_LONGEST_PORT: Final = 20
"""Characters of a port that are looked at."""
_LARGEST: Final = 64 * 2**10
"""Bytes of the settings that are read."""

_SECTION: Final = "smtp"
_EXAMPLE: Final = (
    f"[{_SECTION}]\nhost = smtp.example.gov.cn\nport = {ENCRYPTED_PORT}\nuser = name@example.gov.cn"
)


@dataclass(frozen=True)
class Account:
    """A mail server and the login and sender used there."""

    host: str
    user: str
    """The login name; empty where the server needs none."""
    sender: str
    """The address in the From header."""
    port: int = ENCRYPTED_PORT


@dataclass(frozen=True)
class AccountOptions:
    """The options of the command line; they take precedence over the settings file."""

    host: str | None = None
    port: int | None = None
    user: str | None = None
    sender: str | None = None


def settings_file() -> Path:
    """Return the path of the settings file, `mail.ini` in the user's configuration folder; it may not exist."""
    import platformdirs

    return platformdirs.user_config_path("nianbao", appauthor=False) / "mail.ini"


def find_account(options: AccountOptions) -> Account:
    """Return the account that the options and the settings file describe.

    Raises CannotSend where a setting is missing or wrong; the sentence says what to write where.
    CannotDeliver where the sender is not a mail address.
    """
    file = settings_file()
    settings = _settings(file)
    host = options.host or settings.get("host", "")
    user = options.user or settings.get("user", "")
    sender = options.sender or settings.get("from", "") or user
    if not host or not sender:
        missing = "--host" if not host else "--user"
        raise CannotSend(
            f"没有邮件服务器的设置。请加 {missing}，或在 {file} 里写上下面几行：\n{_EXAMPLE}"
        )
    port = options.port or _port(settings.get("port", str(ENCRYPTED_PORT)), file)
    return Account(host, user, checked_address(sender, "--from"), port)


def find_password(account: Account, ask: Callable[[str], str] | None) -> str:
    """Return the password of an account; empty where it has no login.

    `ask` prompts for it; None where nobody can be asked. Raises CannotSend where no source has it.
    """
    if not account.user:
        return ""
    found = os.environ.get(PASSWORD_VARIABLE) or _from_keyring(account)
    if not found and ask:
        found = ask(f"{account.user} 的密码或授权码")
    if not found:
        raise CannotSend(
            f"没有密码。请设置环境变量 {PASSWORD_VARIABLE}，或用 keyring set {_KEYRING_SERVICE} "
            f"{account.user} 存进系统钥匙串。"
        )
    return found


def _from_keyring(account: Account) -> str | None:
    try:
        import keyring
    except ImportError:
        return None
    try:
        return keyring.get_password(_KEYRING_SERVICE, account.user)
    except Exception:  # noqa: BLE001 (backends raise their own exceptions; a prompt follows)
        return None


def _settings(file: Path) -> dict[str, str]:
    if not exists(file):
        return {}
    try:
        data = read_bytes(file)
    except UnusableFile as refusal:
        raise CannotSend(str(refusal)) from None
    parser = configparser.ConfigParser(interpolation=None)
    try:
        # nothing of a file that is too large counts
        text = data.decode("utf-8-sig", "replace") if len(data) <= _LARGEST else ""
        parser.read_string(text)
        settings = dict(parser[_SECTION])
    except (configparser.Error, KeyError):
        raise CannotSend(f"{file}：写法不对。请写成下面的样子：\n{_EXAMPLE}") from None
    if any("pass" in name or "密码" in name for name in settings):
        raise CannotSend(f"{file}：里面写了密码，不安全，没有使用。请删去那一行。")
    return settings


def _port(text: str, file: Path) -> int:
    number = text[:_LONGEST_PORT]
    if number == text and text.isascii() and text.isdigit() and 1 <= int(text) <= _LARGEST_PORT:
        return int(text)
    raise CannotSend(f"{file}：port 应是 1 到 {_LARGEST_PORT} 之间的整数，现为“{number}”。")
