"""The whole story on a throwaway tenant."""
