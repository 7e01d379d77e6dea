"""Decode text files of an unknown encoding."""


def decode_text(data: bytes, errors: str = "strict") -> str:
    """Return text that is UTF-8, with or without a byte order mark, or else GB 18030.

    Raises UnicodeDecodeError where it is neither; `errors` says what else GB 18030 does then.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors)
