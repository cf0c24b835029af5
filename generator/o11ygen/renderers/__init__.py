"""The renderers: one target system a file, found by walking this folder."""
