#include "corpus/feed.h"
tensen_status
read_gazette(feed *f, tensen_error *err)
{
	return feed_refuse_file(f, "gazettes are not read yet", err);
}
