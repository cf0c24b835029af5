"""The checks over a Stack: one file each, found by walking this folder."""
