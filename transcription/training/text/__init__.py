"""What is said in the training: words, templates, a small grammar of English, and the sentences made of them."""
