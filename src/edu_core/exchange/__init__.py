"""Other people's formats on the way to the domain and back."""
