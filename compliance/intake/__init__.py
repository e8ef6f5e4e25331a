"""The door: outside shapes become our types here, once, or are refused with a reason."""
