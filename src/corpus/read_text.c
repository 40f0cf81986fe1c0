#include "corpus/feed.h"
tensen_status
read_text(feed *f, tensen_error *err)
{
	return feed_refuse_file(f, "plain text is not read yet", err);
}
