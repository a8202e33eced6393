"""What the pages show: pure functions from a record to views. Words are made here, HTML is made by the templates."""
