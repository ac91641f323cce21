"""Many centres at once: `facts` takes from each workbook what a trust asks for, `tables` puts these side by side as plain rows, `workbook`,
`page` and `letters` write them.
"""
