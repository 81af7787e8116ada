#!/usr/bin/env python
"""Run a management command with the development settings, unless DJANGO_SETTINGS_MODULE says otherwise."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings.development")
    if sys.argv[1:2] == ["extract"]:
        # it touches no database, and need not wait for models and admin
        from obligations.management.commands.extract import Command

        Command().run_from_argv(sys.argv)
        return
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
