"""ICT計画ボード: a city's ICT plan, its figures and its council papers in one local file."""
