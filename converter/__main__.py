"""``python -m converter`` is the command ``nianbao``.

Each worker process of a batch imports this module again, as multiprocessing has it: it loads nothing by itself.
"""


def main() -> None:
    """Run the command on the program's arguments."""
    from converter.files.limits import collect_rarely

    collect_rarely()
    from converter.cli import main as run

    run()


if __name__ == "__main__":
    main()
