"""A preparation that is still at work when everything else has gone."""

import time

if __name__ == "__main__":
    time.sleep(60)
