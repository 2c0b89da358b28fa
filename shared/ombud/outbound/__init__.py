"""Requests that leave the house: to whom they may go, how long they may take, how much they may answer."""
