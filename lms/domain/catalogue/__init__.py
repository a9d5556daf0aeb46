"""What is on offer: programmes, their modules and staff, news, the site's own texts."""
