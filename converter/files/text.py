"""Decode text files of an unknown encoding."""


def decode_text(data: bytes, errors: str = "strict") -> str:
    """Return text that is UTF-8, with or without a byte order mark, or else GB 18030.

    `errors` is the error handler for GB 18030; with `strict` text in neither raises UnicodeDecodeError.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors)
