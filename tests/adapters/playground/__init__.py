"""The playground over real HTTP, on a real engine and a real store."""
