// What ncurses has as macros, variables and variadic functions, which Swift cannot use, as small functions.

#ifndef UNROLL_CNCURSES_SHIM_H
#define UNROLL_CNCURSES_SHIM_H

#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1

#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <wchar.h>

// From <term.h>, which also defines `lines`, `columns` and hundreds of other words as macros.
extern int setupterm(const char *terminal, int descriptor, int *error);

// From <wchar.h>, which hides it unless X/Open is asked for before any header is read.
extern int wcwidth(wchar_t character);

static inline WINDOW *shim_stdscr(void) { return stdscr; }
static inline int shim_color_pairs(void) { return COLOR_PAIRS; }

static inline attr_t shim_bold(void) { return WA_BOLD; }
static inline attr_t shim_dim(void) { return WA_DIM; }
static inline attr_t shim_underline(void) { return WA_UNDERLINE; }
static inline attr_t shim_reverse(void) { return WA_REVERSE; }

/// A string capability of the terminal, or NULL where it has none.
static inline const char *shim_string_capability(const char *name) {
  const char *value = tigetstr((char *)name);
  return value == (const char *)-1 ? NULL : value;
}

/// A glyph with its attributes and a color pair beyond the 256 that fit a `short`; `text` ends with 0.
static inline int shim_put(int row, int column, const wchar_t *text, attr_t attributes, int pair) {
  cchar_t cell;
  if (setcchar(&cell, text, attributes, 0, &pair) == ERR) return ERR;
  return mvwadd_wch(stdscr, row, column, &cell);
}

/// The size of the terminal on this descriptor; 0 if it tells none.
static inline int shim_window_size(int descriptor, int *rows, int *columns) {
  struct winsize size;
  if (ioctl(descriptor, TIOCGWINSZ, &size) < 0) return 0;
  *rows = size.ws_row;
  *columns = size.ws_col;
  return size.ws_row > 0 && size.ws_col > 0;
}

/// The name of the character encoding of the current locale.
static inline const char *shim_codeset(void) { return nl_langinfo(CODESET); }

/// Takes the character types of this locale ("" is the environment's); false if there is none of that name.
static inline int shim_set_character_locale(const char *name) { return setlocale(LC_CTYPE, name) != NULL; }

#endif
