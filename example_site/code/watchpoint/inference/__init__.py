"""The container in which forecasts are computed. It knows neither customers nor WatchPoints."""
