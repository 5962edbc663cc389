"""The languages of authors as our pages need them read: additions to Markdown and reST, and where things stand."""
