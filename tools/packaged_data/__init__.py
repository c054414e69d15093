"""Turns the source folder into the tables that are packaged with jilian, with a fixed result."""
