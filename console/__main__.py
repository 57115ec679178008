"""`python3 -m console`: sets up what is missing, then runs the command line."""

import sys


def main() -> int:
    """The exit code of the command line."""
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python can read this far and no further
        version = "%d.%d" % sys.version_info[:2]  # noqa: UP031 - as above
        sys.exit(
            f"Rep Console needs Python 3.11 or newer and this is {version}. "
            "Install a newer one and start it with that: python3.11 -m console"
        )
    from console.app import cli, languages, links, ready

    languages.speak()
    links.session_in(sys.argv[1:])  # a bad one ends here, before anything is set up or read
    ready.prepare("console", sys.argv[1:], ready.needs_of(sys.argv[1:]))
    return cli.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
