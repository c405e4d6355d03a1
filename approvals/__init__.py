"""The permits a plan needs: derived, filed, decided elsewhere, followed here."""
