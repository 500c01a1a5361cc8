"""`python -m mirrorcam` is `mirrorcam`."""

import sys

from mirrorcam.app.cli import main

sys.exit(main())
