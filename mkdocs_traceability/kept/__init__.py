"""What a check found, kept between runs: said again where nothing has changed, without reading any source."""
