"""What the evidence pages show, made of rows and rules; decides nothing and writes nothing."""
