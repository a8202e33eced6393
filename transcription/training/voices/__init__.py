"""Speech without people: free speech engines, what a telephone line does to it, and sound without words."""
