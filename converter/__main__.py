"""``python -m converter`` is the command ``nianbao``."""

from converter.cli import main

if __name__ == "__main__":
    main()
