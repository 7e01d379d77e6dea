"""The sentences that findings say, grouped by the code that says them.

Each is a template: what stands in braces is filled in by the check. Whoever knows the form and no Python
can review them here.
"""
