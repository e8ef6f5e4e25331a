"""An event-sourced compliance engine for childcare facilities for under-threes (托育机构)."""

__version__ = "0.1.0"
