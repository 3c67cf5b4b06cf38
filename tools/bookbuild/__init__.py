"""What builds the book: Sphinx extensions, the re-execution of the chapters, and the local web server."""
