"""What site generators differ in, where our pages are concerned: a folder for each."""
