"""A team's matrix as a file, out and in again without loss.

A file is five tables (`tables`), as sheets of a workbook (`workbook`) or sections of a CSV file
(`separated`); `reading` makes a matrix of them, or a list of all that is wrong with them.
"""
