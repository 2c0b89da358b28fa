"""Training of `embedded`: MiniLM, fine-tuned with a head for each meaning that people's labels have.

Needs the extra `train` with torch. Read in this order: `meanings` (what labels mean), `corpus` (texts and tokens),
`encoder` (the network), `plan` (which texts in which batches), `fitting` (the loop), `blend` (from meanings to the
attributes that are given out), `export` (the file that ships), `embedded` (all of it in a row).
"""
