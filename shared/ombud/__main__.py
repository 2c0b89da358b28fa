"""`python -m ombud`: the command line."""

from ombud.cli import main

if __name__ == "__main__":
    main()
