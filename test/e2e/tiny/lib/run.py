#!/usr/bin/env python3
"""A program among the sources."""
