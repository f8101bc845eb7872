// zlib's inflateInit2 is a macro, which Swift does not see.
#pragma once

#include <zlib.h>

/// Starts a stream of bare deflate data, as zip members hold it: no zlib header, the largest window.
static inline int inflateInitBare(z_stream *stream) { return inflateInit2(stream, -MAX_WBITS); }
