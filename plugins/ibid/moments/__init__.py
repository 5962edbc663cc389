"""The moments of a build, on Pelican's side: READ, LINK, WRITE and CHECK, a module each."""
