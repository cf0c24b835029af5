"""`python -m o11ygen` is `o11ygen`."""

from o11ygen.cli import main

if __name__ == "__main__":
    main(prog_name="o11ygen")
