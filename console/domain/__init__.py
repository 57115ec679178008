"""The rules: pure functions, frozen dataclasses, tables; standard library only, no I/O."""
