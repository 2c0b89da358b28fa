"""The models that can score: their catalogue, their manifests, and the weights that ship with the package."""
