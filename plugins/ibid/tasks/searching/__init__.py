"""The index that the search page looks things up in: Pagefind's, over pages whose words it can tell apart."""
