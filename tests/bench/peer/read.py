"""Read a workbook with pandas and openpyxl, which is all the peer is asked to do."""

import sys

import pandas

frame = pandas.read_excel(sys.argv[1], engine="openpyxl", dtype=str)
print(len(frame))
