"""What the pages of this app show, made of rows and rules; decides nothing and writes nothing."""
