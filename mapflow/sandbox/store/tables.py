"""The tables of the state file."""

from typing import Final

from mapflow.sandbox.store import planned

VERSION: Final = 4

# Times are seconds of the virtual clock. What changes with time (status, percent) is not stored but
# derived.
SCHEMA: Final = (
    """
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS accounts (
  id TEXT PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  secret TEXT NOT NULL,
  settings TEXT NOT NULL,
  created REAL NOT NULL,
  updated REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS charges (
  id INTEGER PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE,
  processing_id TEXT NOT NULL,
  credits INTEGER NOT NULL,
  area_m2 INTEGER NOT NULL,
  at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS charges_of_account ON charges (account_id);
CREATE TABLE IF NOT EXISTS projects (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  account_id TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE,
  name TEXT NOT NULL,
  description TEXT,
  is_default INTEGER NOT NULL,
  created REAL NOT NULL,
  updated REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS projects_of_account ON projects (account_id);
CREATE TABLE IF NOT EXISTS shares (
  project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  account_id TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE,
  role TEXT NOT NULL,
  PRIMARY KEY (project_id, account_id)
);
CREATE INDEX IF NOT EXISTS shares_of_account ON shares (account_id);
CREATE TABLE IF NOT EXISTS processings (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  account_id TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE,
  project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  description TEXT,
  model_id TEXT NOT NULL,
  params TEXT NOT NULL,
  params_v2 TEXT NOT NULL,
  blocks TEXT NOT NULL,
  meta TEXT NOT NULL,
  image_ids TEXT NOT NULL,
  capture_ids TEXT NOT NULL,
  vector_layer_id TEXT NOT NULL UNIQUE,
  raster_layer_id TEXT NOT NULL UNIQUE,
  cost INTEGER NOT NULL,
  area_m2 INTEGER NOT NULL,
  created REAL NOT NULL,
  updated REAL NOT NULL,
  is_reviewed INTEGER NOT NULL,
  verdict TEXT,
  verdict_at REAL,
  verdict_comment TEXT,
  verdict_features TEXT,
  rating INTEGER,
  feedback TEXT
);
CREATE INDEX IF NOT EXISTS processings_of_project ON processings (project_id);
CREATE TABLE IF NOT EXISTS areas (
  id TEXT PRIMARY KEY,
  processing_id TEXT NOT NULL REFERENCES processings (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  geometry TEXT NOT NULL,
  area_m2 INTEGER NOT NULL,
  starts REAL NOT NULL,
  supplied REAL NOT NULL,
  ends REAL NOT NULL,
  from_percent INTEGER NOT NULL,
  to_percent INTEGER NOT NULL,
  ending TEXT NOT NULL,
  failure TEXT,
  heals INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS areas_of_processing ON areas (processing_id, position);
CREATE TABLE IF NOT EXISTS mosaics (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  account_id TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE,
  name TEXT NOT NULL,
  tags TEXT NOT NULL,
  created REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS mosaics_of_account ON mosaics (account_id);
CREATE TABLE IF NOT EXISTS images (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  account_id TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE,
  mosaic_id TEXT NOT NULL REFERENCES mosaics (id) ON DELETE CASCADE,
  url TEXT NOT NULL UNIQUE,
  filename TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  sha1 TEXT NOT NULL,
  header TEXT NOT NULL,
  uploaded REAL NOT NULL,
  ready REAL NOT NULL,
  is_broken INTEGER NOT NULL,
  is_downloadable INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS images_of_mosaic ON images (mosaic_id);
"""
    + planned.TABLES
)

EMPTIED_ON_RESET: Final = (
    *planned.NAMES,
    "images",
    "mosaics",
    "areas",
    "processings",
    "shares",
    "projects",
    "charges",
    "accounts",
    "settings",
)
