module example.org/survey/job

go 1.18

require example.org/survey/mapflow v0.0.0

replace example.org/survey/mapflow => ./mapflow
